import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { isExported } from '../../functions/store/copy/export.ts';
import type { Item } from '../../functions/store/db.ts';
import { schemaVersion } from '../../functions/store/schema.ts';
import { Refusal } from '../local/refusal.ts';
import { reasonOf } from './terminal.ts';

/**
 * The record as a file of NDJSON: a header, one item of the table per line with sorted members, and last the
 * SHA-256 of every byte before. The same record always makes the same file.
 */
const format = 'treaty-ratification-tracker/record';

const Header = z.object({
  format: z.literal(format),
  schemaVersion: z.number().int(),
  /** The last sequence of the feed. */
  sequence: z.number().int().min(0),
  items: z.number().int().min(0),
  /** Items by kind. */
  counts: z.record(z.string(), z.number()),
});
export type Header = z.infer<typeof Header>;

const Trailer = z.strictObject({ sha256: z.string().length(64) });
const ArchivedItem = z.looseObject({ pk: z.string().refine(isExported), sk: z.string() });

/** Writes the archive. The file gets its name only when it is complete. */
export async function writeArchive(
  file: string,
  items: AsyncIterable<Item>,
  each: (count: number) => void,
): Promise<Header & { sha256: string }> {
  const [parts, whole] = [`${file}.items`, `${file}.partial`];
  const header: Header = { format, schemaVersion, sequence: 0, items: 0, counts: {} };
  try {
    await save(parts, linesOf(items, header, each));
    const hash = createHash('sha256');
    await save(whole, framed(header, parts, hash));
    await rename(whole, file);
    return { ...header, sha256: hash.digest('hex') };
  } catch (error) {
    throw isOfFile(error) ? new Refusal(`${file} cannot be written: ${reasonOf(error)}.`) : error;
  } finally {
    await Promise.all([rm(parts, { force: true }), rm(whole, { force: true })]);
  }
}

/**
 * Whether an error is about the file; the database is read at the same time, and its errors are no fault of
 * the file.
 */
const isOfFile = (error: unknown): error is NodeJS.ErrnoException => {
  const { path, syscall } = error as NodeJS.ErrnoException;
  return path !== undefined || syscall === 'write';
};

const save = (file: string, text: AsyncIterable<string | Buffer>): Promise<void> =>
  pipeline(Readable.from(text), createWriteStream(file, { mode: 0o600 }));

async function* linesOf(items: AsyncIterable<Item>, header: Header, each: (count: number) => void) {
  for await (const item of items) {
    const kind = kindOf(item);
    header.counts[kind] = (header.counts[kind] ?? 0) + 1;
    header.items += 1;
    if (kind === 'head') header.sequence = item.body.sequence;
    each(header.items);
    yield `${canonical(item)}\n`;
  }
}

type Hash = ReturnType<typeof createHash>;

async function* framed(header: Header, parts: string, hash: Hash): AsyncGenerator<string | Buffer> {
  const first = `${canonical(header)}\n`;
  hash.update(first);
  yield first;
  for await (const chunk of createReadStream(parts)) {
    hash.update(chunk);
    yield chunk;
  }
  yield `${JSON.stringify({ sha256: hash.copy().digest('hex') })}\n`;
}

/** JSON with the members of every object sorted, because DynamoDB keeps no order. */
export const canonical = (value: unknown): string => JSON.stringify(value, inOrder);

const inOrder = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

function kindOf({ pk, sk }: Item): string {
  if (pk === 'FEED') return sk === 'HEAD' ? 'head' : 'feed';
  const [first = ''] = String(pk).split('#');
  if (first === 'STATE' && pk !== 'STATE') return String(sk).split('#')[0]?.toLowerCase() ?? '';
  if (first === 'SUBSCRIPTION') return String(sk).startsWith('DELIVERY#') ? 'delivery' : 'subscription';
  const isVersion = String(sk).startsWith('VERSION#');
  return isVersion ? `${first.toLowerCase()}-version` : first.toLowerCase();
}

/**
 * Reads the whole archive, giving each item to `each`. @throws Refusal unless every byte is as written and of
 * this schema version
 */
export async function verifyArchive(
  file: string,
  each: (item: Item) => void,
): Promise<Header & { sha256: string }> {
  const hash = createHash('sha256');
  let header: Header | undefined;
  let seen = 0;
  let trailer: string | undefined;
  for await (const { line, place } of placed(file)) {
    if (place === 'last') {
      trailer = line;
      continue;
    }
    hash.update(`${line}\n`);
    if (place === 'first') header = readHeader(line, file);
    else {
      each(readItem(line, file));
      seen += 1;
    }
  }
  const sha256 = hash.digest('hex');
  const stated = Trailer.safeParse(parse(trailer ?? ''));
  if (!header || !stated.success)
    throw new Refusal(`${file} is cut short, or is no export; nothing was written.`);
  if (stated.data.sha256 !== sha256 || header.items !== seen)
    throw new Refusal(`${file} is damaged: its checksum does not match; nothing was written.`);
  return { ...header, sha256 };
}

/** The items of a verified archive. */
export async function* archivedItems(file: string): AsyncGenerator<Item> {
  for await (const { line, place } of placed(file)) if (place === 'item') yield readItem(line, file);
}

async function* placed(file: string) {
  let before: string | undefined;
  let count = 0;
  for await (const line of lines(file)) {
    if (before !== undefined)
      yield { line: before, place: count === 1 ? ('first' as const) : ('item' as const) };
    before = line;
    count += 1;
  }
  if (before !== undefined) yield { line: before, place: 'last' as const };
}

/** Splits at line feeds only, because `readline` also splits at U+2028, which JSON leaves as it is. */
async function* lines(file: string): AsyncGenerator<string> {
  let rest = '';
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const chunk of createReadStream(file)) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
    rest += decoder.decode();
  } catch (error) {
    if (error instanceof TypeError)
      throw new Refusal(`${file} is not UTF-8, as exports are: another program has changed it.`);
    throw new Refusal(`${file} cannot be read: ${reasonOf(error as NodeJS.ErrnoException)}.`);
  }
  if (rest !== '') yield rest;
}

function readHeader(line: string, file: string): Header {
  const read = Header.safeParse(parse(line));
  if (!read.success) throw new Refusal(`${file} is no export of the record; nothing was written.`);
  if (read.data.schemaVersion !== schemaVersion)
    throw new Refusal(
      `${file} has schema version ${read.data.schemaVersion}, this program knows version ${schemaVersion}; import it with the matching release.`,
    );
  return read.data;
}

function readItem(line: string, file: string): Item {
  const read = ArchivedItem.safeParse(parse(line));
  if (!read.success) throw new Refusal(`${file} is damaged: a line of it is no item; nothing was written.`);
  return read.data;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
