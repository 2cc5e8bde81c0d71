/** A seed file that cannot be loaded: which file, where in it (JSON pointer), and why. */
export class SeedError extends Error {
  override name = 'SeedError';
  readonly file: string;
  readonly pointer: string;

  constructor(file: string, pointer: string, reason: string) {
    super(`seeds/${file}#${pointer}: ${reason}`);
    this.file = file;
    this.pointer = pointer;
  }
}
