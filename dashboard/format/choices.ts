/** What a person chose on this device: appearance and language. No token and no data is ever kept here. */
export type Choice = 'theme' | 'language';

export function readChoice(name: Choice): string | null {
  try {
    return localStorage.getItem(`access-layer.${name}`);
  } catch {
    return null; // storage is switched off
  }
}

export function writeChoice(name: Choice, value: string): void {
  try {
    localStorage.setItem(`access-layer.${name}`, value);
  } catch {
    // it then holds until the page is left
  }
}
