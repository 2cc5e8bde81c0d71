import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundleOptions } from '../../../infra/bundle/options.ts';
import { functionNames } from '../../../infra/wiring.ts';

type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  Metadata?: { 'aws:asset:path'?: string };
};
type Template = { Resources: Record<string, Resource> };

const templateName = 'TreatyTracker-dev-Service.template.json';

const readTemplate = async (assembly: string): Promise<Template> =>
  JSON.parse(await readFile(join(assembly, templateName), 'utf8'));

/**
 * MiniStack refuses alarms with expressions, so each is made to watch a plain metric. Answers how many there
 * were.
 */
export async function simplifyAlarms(assembly: string): Promise<number> {
  const template = await readTemplate(assembly);
  const calculating = Object.values(template.Resources).filter(
    ({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && Properties.Metrics,
  );
  for (const { Properties } of calculating) {
    delete Properties.Metrics;
    Object.assign(Properties, { Namespace: 'MiniStack', MetricName: 'None', Period: 300, Statistic: 'Sum' });
  }
  await writeFile(join(assembly, templateName), JSON.stringify(template, null, 1));
  return calculating.length;
}

/** MiniStack knows no saved queries of CloudWatch Logs. Answers how many were left out. */
export async function leaveOutQueries(assembly: string): Promise<number> {
  const template = await readTemplate(assembly);
  const queries = Object.keys(template.Resources).filter(
    (id) => template.Resources[id]?.Type === 'AWS::Logs::QueryDefinition',
  );
  for (const id of queries) delete template.Resources[id];
  await writeFile(join(assembly, templateName), JSON.stringify(template, null, 1));
  return queries.length;
}

/**
 * MiniStack loads a module with require(), AWS with import(), and only import() loads one that awaits at its
 * top level. So the shipped module is put beside one that imports it. An entry given for a function takes its
 * place.
 */
export async function adaptHandlers(
  assembly: string,
  version: string,
  entries: Partial<Record<string, URL>>,
): Promise<void> {
  for (const name of [...functionNames, 'watch']) {
    const asset = await assetOf(assembly, name);
    const entry = entries[name];
    const shipped = entry
      ? await bundled(entry, version)
      : { 'handler.mjs': await readFile(join(assembly, asset, 'handler.mjs')) };
    const { 'handler.mjs': handler = '', ...chunks } = shipped;
    const files = { ...chunks, 'shipped.mjs': handler, 'handler.mjs': importing };
    const hash = createHash('sha256');
    for (const [file, contents] of Object.entries(files)) {
      await writeFile(join(assembly, asset, file), contents);
      hash.update(contents);
    }
    await renameAsset(assembly, asset.replace('asset.', ''), hash.digest('hex'));
  }
}

const importing = `const shipped = import('./shipped.mjs');
export const handler = async (...args) => (await shipped).handler(...args);
`;

async function assetOf(assembly: string, name: string): Promise<string> {
  const { Resources } = await readTemplate(assembly);
  const own = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const id = name === 'watch' ? `Watching${own}` : `${own}Function`;
  const [found] = Object.entries(Resources).filter(
    ([logicalId, { Type }]) => Type === 'AWS::Lambda::Function' && logicalId.startsWith(id),
  );
  const path = found?.[1].Metadata?.['aws:asset:path'];
  if (!path) throw new Error(`${templateName} has no ${id} with an asset`);
  return basename(path);
}

const composing = /functions\/(api\/whole|deliver\/handler|watch\/handler)\.ts$/;

/** Puts the laptop's policy into the bundle, because production's forbids loopback. */
const loopbackPolicy: Plugin = {
  name: 'loopback-policy',
  setup({ onResolve }) {
    const path = fileURLToPath(new URL('loopback-policy.ts', import.meta.url));
    onResolve({ filter: /address-policy\.ts$/ }, ({ importer }) =>
      composing.test(importer) ? { path } : null,
    );
  },
};

async function bundled(entry: URL, version: string): Promise<Record<string, Uint8Array>> {
  const { outputFiles } = await build({
    ...bundleOptions,
    sourcemap: false,
    define: { BUILD: JSON.stringify(version) },
    plugins: [...bundleOptions.plugins, loopbackPolicy],
    entryPoints: { handler: fileURLToPath(entry) },
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}

/** Gives an asset the hash of its present content, or a second deployment would not notice the difference. */
async function renameAsset(assembly: string, from: string, to: string): Promise<void> {
  if (from === to) return;
  await rename(join(assembly, `asset.${from}`), join(assembly, `asset.${to}`));
  for (const name of await readdir(assembly)) {
    if (!name.endsWith('.json')) continue;
    const text = await readFile(join(assembly, name), 'utf8');
    if (text.includes(from)) await writeFile(join(assembly, name), text.replaceAll(from, to));
  }
}
