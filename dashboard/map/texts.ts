import { texts } from '../texts/texts.ts';

export const mapTexts = texts(
  {
    schematic:
      'Schematic areas around the places of each municipality, not administrative boundaries. GeoNames CC BY 4.0, Natural Earth.',
  },
  {
    schematic:
      'Aree schematiche attorno alle località di ogni comune, non confini amministrativi. GeoNames CC BY 4.0, Natural Earth.',
  },
);
