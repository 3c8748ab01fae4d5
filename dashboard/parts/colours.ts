/** Colours of the theme as a canvas needs them: `rgb(…)`, of the moment. */
export function colourOf(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  probe.hidden = true;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Calls when colours may have changed; returns how to stop. */
export function onTheme(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  document.addEventListener('theme', changed);
  return () => {
    system.removeEventListener('change', changed);
    document.removeEventListener('theme', changed);
  };
}
