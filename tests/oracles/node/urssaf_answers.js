// Urssaf's own model of French social law answers questions about one month of one person at a time.
//
// Question  {"situation": {rule: expression}, "column": rule, "values": [expression, …], "wanted": [rule, …]}
// Answer    {"answers": {rule: [number, …]}}: euro a month, or a bare number; 0 where a rule does not apply

import readline from 'node:readline'
import rules from 'modele-social'
import Engine from 'publicodes'

const silent = { log() {}, warn() {}, error() {} }
const engine = new Engine(rules, { logger: silent })

function answer({ situation, column, values, wanted }) {
  const answers = Object.fromEntries(wanted.map((rule) => [rule, []]))
  const units = {}
  for (const value of values) {
    engine.setSituation({ ...situation, [column]: value })
    for (const rule of wanted) {
      const found = engine.evaluate(rule)
      answers[rule].push(typeof found.nodeValue === 'number' ? found.nodeValue : 0)
      units[rule] ??= found.unit
    }
  }
  return { answers, units }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n')
}
