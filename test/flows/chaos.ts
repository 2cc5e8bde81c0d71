import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createDocuments, createDynamo } from '../../infra/local/clients.ts';
import { startEngine } from '../../infra/local/engine.ts';
import { ensureTable } from '../../infra/local/table.ts';
import { simulate } from './simulation.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, faults: { type: 'string', default: '1000' } },
});
const [seed, faults] = [Number(values.seed), Number(values.faults)];

const engine = await startEngine();
const raw = createDynamo(engine.endpoint);
const client = createDocuments(raw);
const name = `chaos-${randomUUID()}`;
await ensureTable({ raw, client }, name);
const outcome = await simulate({ raw, client, name, endpoint: engine.endpoint }, { seed, faults });
await engine.stop();
console.log(JSON.stringify({ seed, ...outcome }, null, 2));
process.exit(outcome.violations.length === 0 ? 0 : 1);
