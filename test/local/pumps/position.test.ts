import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createPositions } from '../../../infra/local/pumps/position.ts';

async function emptyDirectory() {
  const directory = await mkdtemp(join(tmpdir(), 'positions-'));
  const file = join(directory, 'positions.json');
  return { directory, file, saved: async () => JSON.parse(await readFile(file, 'utf8')) };
}

test('a position that was set is there for the next start', async () => {
  const { file } = await emptyDirectory();
  await createPositions(file).set('stream', 'shard', '7');
  expect(createPositions(file).get('stream', 'shard')).toBe('7');
});

test('records that needed no work are saved together, and with the next that did', async () => {
  const { file, saved } = await emptyDirectory();
  const positions = createPositions(file);
  positions.pass('stream', 'shard', '1');
  positions.pass('stream', 'shard', '2');
  expect(positions.get('stream', 'shard')).toBe('2');
  await expect(saved()).rejects.toThrow('ENOENT');
  await positions.set('stream', 'other', '1');
  expect(await saved()).toEqual({ stream: { shard: '2', other: '1' } });
});

test('they are saved in a while by themselves, and at the end', async () => {
  const [alone, ended] = [await emptyDirectory(), await emptyDirectory()];
  createPositions(alone.file).pass('stream', 'shard', '1');
  const positions = createPositions(ended.file);
  positions.pass('stream', 'shard', '2');
  await positions.save();
  expect(await ended.saved()).toEqual({ stream: { shard: '2' } });
  await vi.waitFor(async () => expect(await alone.saved()).toEqual({ stream: { shard: '1' } }), 20_000);
});

test('a disk that could not be written to for a while is written to again', async () => {
  const { directory, file, saved } = await emptyDirectory();
  const positions = createPositions(file);
  await rm(directory, { recursive: true });
  await expect(positions.set('stream', 'shard', '1')).rejects.toThrow('ENOENT');
  await mkdir(directory);
  await positions.set('stream', 'shard', '2');
  expect(await saved()).toEqual({ stream: { shard: '2' } });
});
