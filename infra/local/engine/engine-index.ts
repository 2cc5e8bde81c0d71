/**
 * The engine numbers each stream record after looking for the highest number of all it ever made: 0.5 ms more
 * for every thousand writes. With this index it finds it at once.
 */
const index = `CREATE INDEX IF NOT EXISTS tracker_stream_numbers
  ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`;

/** Adds the index to a database that an engine has open. If that fails, it only costs time. */
export async function indexStream(file: string): Promise<void> {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(file, { timeout: 1000 });
    database.exec(index);
    database.close();
  } catch {
    return;
  }
}
