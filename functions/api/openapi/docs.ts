import { createHash } from 'node:crypto';

export function docsPage(document: object): { html: string; styleHash: string } {
  const style = '';
  return { html: JSON.stringify(document), styleHash: createHash('sha256').update(style).digest('base64') };
}
