import { markShape, type Shown } from '../parts/mark.ts';

/** A status's mark as an SVG picture in one colour. */
export const markPicture = (shown: Shown, colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="64" height="64"><style>
.fill { fill: ${colour} }
.ring, .dots, .line, .cut { fill: none; stroke: ${colour}; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round }
.dots { stroke-dasharray: 2 2 }
.cut { stroke: #fff; stroke-width: 1.8 }
</style>${markShape(shown)}</svg>`;
