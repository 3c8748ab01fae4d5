import { execFileSync } from 'node:child_process';

/** The reason to leave a test out, where a program is missing on a developer's machine; in CI it runs and fails. */
export function without(...programs: string[]): string | false {
  if (process.env.CI) return false;
  const missing = programs.filter((program) => {
    try {
      execFileSync(program, ['-V'], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  return missing.length > 0 && `${missing.join(' and ')} not installed; install to run this test`;
}
