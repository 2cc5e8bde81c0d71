/**
 * The engine numbers each stream record one higher than the highest before, which it looks for among all that it ever
 * made: 0.5 ms more for every thousand writes there have been. With this index it finds it at once.
 */
const index = `CREATE INDEX IF NOT EXISTS tracker_stream_numbers
  ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`;

/** Adds an index to a database that an engine has open; one that cannot be added costs time only. */
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
