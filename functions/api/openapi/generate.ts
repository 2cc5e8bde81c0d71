import { writeFile } from 'node:fs/promises';
import { makeDocument } from './make-texts.ts';

/** Writes the document that is kept with the code. */
const document = await makeDocument();
await writeFile(new URL('../openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
