import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from '../../support/endings.ts';

const root = join(import.meta.dirname, '../../..');
const guide = readFileSync(join(root, 'functions/deliver/README.md'), 'utf8');

/** A folder inside the project, so that a snippet finds its libraries; deleted when the test file ends. */
export function scratch(): string {
  const folder = mkdtempSync(join(root, 'node_modules', '.snippets-'));
  atEnd(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A fenced block of the guide, without the indent of its list. */
export function snippet(info: string): string {
  const block = new RegExp(`^( *)\`\`\`${info}\\n([\\s\\S]*?)^\\1\`\`\`$`, 'm').exec(guide);
  if (!block?.[2]) throw new Error(`the guide has no ${info}`);
  return block[2].replaceAll(new RegExp(`^${block[1]}`, 'gm'), '');
}
