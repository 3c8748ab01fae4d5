/**
 * The folder that has meters/, ems-templates/, drivers/, ems/ and clocks/: this one, and in a bundle the one that this
 * module was bundled into. Whoever looks for one of them starts here, since a bundle moves modules and not folders.
 */
export const ROOM = new URL('.', import.meta.url);
