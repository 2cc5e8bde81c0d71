import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Component = { 'bom-ref': string; name: string };
type Bom = {
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
};

/**
 * Writes what the functions are built from, as CycloneDX. It lists everything and removes what the functions'
 * dependencies do not lead to, because npm's `--omit dev` also drops what a development tool shares with the
 * functions, such as zod.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const format = ['--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
const all: Bom = JSON.parse(
  execFileSync('npm', ['sbom', ...format], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }),
);
const { dependencies: direct }: { dependencies: Record<string, string> } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

const needs = new Map(all.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
const { 'bom-ref': application } = all.metadata.component;
const firsts = Object.entries(direct).map(([name, version]) => `${name}@${version}`);
const kept = new Set(firsts);
for (const ref of kept) for (const next of needs.get(ref) ?? []) kept.add(next);
const isKept = (ref: string) => ref === application || kept.has(ref);

const bom = {
  ...all,
  components: all.components.filter((component) => isKept(component['bom-ref'])),
  dependencies: all.dependencies
    .filter(({ ref }) => isKept(ref))
    .map((each) => ({ ...each, dependsOn: each.ref === application ? firsts : each.dependsOn })),
};
process.stdout.write(`${JSON.stringify(bom, null, 2)}\n`);
