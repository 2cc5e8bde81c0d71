import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSeeds } from '../../seeds/format.ts';
import { GroupsFile } from '../../seeds/groups.ts';

const seedsDir = join(import.meta.dirname, '../../seeds');
const groups = GroupsFile.parse(JSON.parse(await readFile(join(seedsDir, 'groups.json'), 'utf8')));

test('every Member of the United Nations is in one regional group', () => {
  const members = Object.values(groups.regional.members).flat();
  expect(new Set(members).size).toBe(193);
  expect(members.length).toBe(193);
});

test('the groups have as many members as they are known for', () => {
  const count = ({ members }: { members: string[] }) => new Set(members).size;
  expect([count(groups.permanent), count(groups.brics), count(groups.council)]).toEqual([5, 10, 47]);
});

test('groups that name whom nobody knows, or somebody twice, are refused with each fault', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'seeds-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp(seedsDir, dir, { recursive: true });
  const { brics, ...others } = groups;
  const wrong = { ...others, brics: { ...brics, members: [...brics.members, 'CHN', 'ATL'] } };
  await writeFile(join(dir, 'groups.json'), JSON.stringify(wrong));
  await expect(readSeeds(dir)).rejects.toThrow(
    'seeds/groups.json#/brics/members: CHN is named twice\nseeds/groups.json#/brics/members: ATL is no participant on record',
  );
});
