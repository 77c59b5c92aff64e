// Urssaf's own model of French social law answers questions about one month of one person at a time.
//
// Question  {"situation": {rule: expression}, "column": rule, "values": [expression, …], "wanted": [rule, …]}
// Answer    {"answers": {rule: [number, …]}}: euro a month; 0 where a rule does not apply

import readline from 'node:readline'
import rules from 'modele-social'
import Engine, { serializeUnit } from 'publicodes'

const silent = { log() {}, warn() {}, error() {} }
const engine = new Engine(rules, { logger: silent })

function answer({ situation, column, values, wanted }) {
  const answers = Object.fromEntries(wanted.map((rule) => [rule, []]))
  for (const value of values) {
    engine.setSituation({ ...situation, [column]: value })
    for (const rule of wanted) {
      const found = engine.evaluate(rule)
      const unit = serializeUnit(found.unit)
      if (found.nodeValue && unit !== '€/mois' && unit !== '%') throw new Error(`${rule} is in ${unit}`)
      answers[rule].push(typeof found.nodeValue === 'number' ? found.nodeValue : 0)
    }
  }
  return { answers }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n')
}
