import { saveBlob } from '../../api/save.ts';

/** What a picture that leaves the page needs of its style. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font',
  'opacity',
] as const;

/** Saves what a panel has drawn: a chart as PNG, a gauge or a map as SVG with its colours in it. */
export function savePanelImage(frame: HTMLElement, name: string): void {
  const canvas = frame.querySelector('canvas');
  canvas?.toBlob((blob) => blob && saveBlob(blob, `${name}.png`));
  const drawn = frame.querySelector('figure svg, svg.gauge');
  if (drawn) saveBlob(new Blob([pictureOf(drawn)], { type: 'image/svg+xml' }), `${name}.svg`);
}

function pictureOf(drawn: Element): string {
  const picture = drawn.cloneNode(true) as Element;
  const copies = [picture, ...picture.querySelectorAll('*')] as SVGElement[];
  for (const [index, original] of [drawn, ...drawn.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(original);
    for (const property of STYLES)
      copies[index]!.style.setProperty(property, style.getPropertyValue(property));
  }
  picture.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(picture);
}
