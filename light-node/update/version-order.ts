/** `major.minor.patch.drivers`: a set of drivers counts on from the release that it belongs to; a release itself has 0. */
export const VERSION_PATTERN = '^(0|[1-9]\\d{0,5})(\\.(0|[1-9]\\d{0,5})){3}$';

/** Negative where `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let part = 0; part < 4; part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The release that drivers are laid over: `1.2.3` of `1.2.3.4`. */
export function releaseOf(version: string): string {
  return version.split('.').slice(0, 3).join('.');
}
