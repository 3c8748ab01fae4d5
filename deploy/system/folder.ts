import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of one deployment. What is secret is made once and kept; the rest is written anew each time. */
export class DeploymentFolder {
  readonly dir: string;
  readonly #written: string[] = [];

  constructor(dir: string) {
    this.dir = dir;
    mkdirSync(join(dir, 'files'), { recursive: true, mode: 0o700 });
  }

  /** Names of what containers read, in the order of writing. */
  get written(): readonly string[] {
    return this.#written;
  }

  path(name: string): string {
    return join(this.dir, 'files', name);
  }

  read(name: string): string | undefined {
    return existsSync(this.path(name)) ? readFileSync(this.path(name), 'utf8') : undefined;
  }

  write(name: string, text: string): void {
    this.#written.push(name);
    this.put(join('files', name), text);
  }

  /**
   * Under a name of the folder itself, which no container reads. Files may be read by all, since containers run as users
   * of their own; the folder lets nobody through to them.
   */
  put(path: string, text: string): void {
    const file = join(this.dir, path);
    writeFileSync(`${file}.next`, text, { mode: 0o444 });
    renameSync(`${file}.next`, file);
  }

  /** What is there, or what is made now. */
  keep(name: string, make: () => string): string {
    const text = this.read(name) ?? make();
    this.write(name, text);
    return text;
  }

  /** A password that nobody has chosen. Ends without a line feed, as not everybody cuts it off. */
  password(name: string): string {
    return this.keep(name, () => randomBytes(24).toString('base64url'));
  }
}
