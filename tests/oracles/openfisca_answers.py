"""Runs in .oracles alone, where openfisca-france is installed: answers questions about one month of many people.

Question  {"month": "2026-04", "people": 3, "inputs": {variable: value or list}, "wanted": [variable, …]}
Answer    {"answers": {variable: [euro, …]}, "seconds": what the calculation took, without reading and writing}
          {"ready": true} to a question without ``wanted``
"""

import json
import sys
import time

import numpy as np
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_france import CountryTaxBenefitSystem

SYSTEM = CountryTaxBenefitSystem()


def column(variable, value, people):
    """An input for everybody; one value stands for all, a word is a value of the variable's list."""
    if isinstance(value, str):
        value = SYSTEM.variables[variable].possible_values[value].index
    return np.full(people, value) if np.isscalar(value) else np.array(value)


def answer(question):
    people, month = question["people"], question["month"]
    given = {name: column(name, value, people) for name, value in question["inputs"].items()}
    began = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(SYSTEM, count=people)
    for name, values in given.items():
        simulation.set_input(name, month, values)
    found = {name: simulation.calculate(name, month) for name in question["wanted"]}
    took = time.perf_counter() - began
    if question.get("silent"):
        return {"answers": {}, "seconds": took}
    return {"answers": {name: values.tolist() for name, values in found.items()}, "seconds": took}


for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps(answer(question) if "wanted" in question else {"ready": True}), flush=True)
