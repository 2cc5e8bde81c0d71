import { visible } from '../visible.ts';

type LogLine = Record<string, unknown> & { level?: string; message?: string };

/**
 * Turns the log's lines into a person's: what was recorded and delivered, and what went wrong. Undefined for
 * lines that only programs read.
 */
export function createTeller(clock: () => Date = () => new Date()): (line: string) => string | undefined {
  let isLoading = true;
  return (text) => {
    const line = JSON.parse(text) as LogLine;
    const said = line.level === 'INFO' ? news(line, isLoading) : trouble(line);
    if (/^(Seeds (are|were) loaded|Not all seeds)/.test(line.message ?? '')) isLoading = false;
    return said && `${clock().toTimeString().slice(0, 8)}  ${visible(said.replaceAll(/\s+/g, ' '))}`;
  };
}

/** Sums up in one line what a load records. */
function news(line: LogLine, isLoading: boolean): string | undefined {
  switch (line.message) {
    case 'Rosters are being made':
      return `Bringing the record of an earlier version up to this one: ${line.states} States.`;
    case 'Seeds are being loaded':
      return `Loading the record of every State: ${line.done} of ${line.of}.`;
    case 'Seeds are loaded':
      return loaded(line);
    case 'published':
      return isLoading ? undefined : recorded(line);
    case 'attempted':
      return attempted(line);
    default:
      return undefined;
  }
}

const loaded = ({ added, corrected }: LogLine): string | undefined =>
  Number(added) + Number(corrected) > 0
    ? `Loaded the record that comes with the program: ${added} entries added, ${corrected} corrected.`
    : undefined;

const recorded = ({ from, through }: LogLine): string =>
  from === through ? `Change ${through} is recorded.` : `Changes ${from} to ${through} are recorded.`;

function attempted({ change, type, subscription, verdict, code, nextAttemptAt }: LogLine): string {
  const what = `${type} (${change}) to ${subscription}`;
  if (verdict === 'delivered') return `Delivered ${what}.`;
  const again = nextAttemptAt ? `tried again at ${nextAttemptAt}` : 'not tried again';
  return `Not delivered: ${what}: ${code}; ${again}.`;
}

const unsaid = new Set(['timestamp', 'level', 'message', 'error']);

function trouble({ level, message, error, ...rest }: LogLine): string | undefined {
  if (level !== 'WARN' && level !== 'ERROR') return undefined;
  const { message: reason } = (error ?? {}) as { message?: string };
  const about = Object.entries(rest)
    .filter(([name, value]) => !unsaid.has(name) && value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const details = [...(reason ? [reason] : []), ...about].join(', ');
  return `${level === 'WARN' ? 'Warning' : 'Error'}: ${message}${details ? ` (${details})` : ''}`;
}
