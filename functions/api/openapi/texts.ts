import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/** The texts made from the table of routes: `events` and `problems` by name, each as JSON. */
const Texts = z.lazy(() =>
  z.object({
    openapi: z.string(),
    docs: z.string(),
    entry: z.object({ name: z.string(), about: z.string(), links: z.record(z.string(), z.string()) }),
    events: z.record(z.string(), z.string()),
    problems: z.record(z.string(), z.string()),
  }),
);
export type Texts = z.infer<typeof Texts>;

let known: Promise<Texts> | undefined;

/** The texts that the bundler put beside the function, read on first use. */
export const bundledTexts = (): Promise<Texts> => {
  known ??= read();
  return known;
};

const read = async (): Promise<Texts> =>
  Texts.parse(JSON.parse(await readFile(new URL('./texts.json', import.meta.url), 'utf8')));
