import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

/** What is made of the table of routes: `events` and `problems` by their names, each as JSON. */
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

let made: Promise<Texts> | undefined;

/** The texts of the API, read or made when one is first asked for. */
export const texts = (): Promise<Texts> => {
  made ??= existsSync(bundled) ? read() : make();
  return made;
};

/** The bundler puts them beside the function, which so needs nothing of what makes them. */
const bundled = new URL('./texts.json', import.meta.url);

const read = async (): Promise<Texts> => Texts.parse(JSON.parse(readFileSync(bundled, 'utf8')));

/** By an address rather than a name, so that no bundle takes it in. */
async function make(): Promise<Texts> {
  const { makeTexts }: typeof import('./make-texts.ts') = await import(
    new URL('./make-texts.ts', import.meta.url).href
  );
  return makeTexts();
}
