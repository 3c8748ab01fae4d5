/**
 * Where the simulated customers are: parts of Rome by the names that people use, and Formello, which the same distributor
 * serves. Coordinates are approximate centres in degrees (WGS 84), rounded to about a hundred metres, for a map only; no
 * address and no real customer stands behind any of them.
 */
export interface Zone {
  name: string;
  municipality: string;
  latitude: number;
  longitude: number;
}

const inRome = (name: string, latitude: number, longitude: number): Zone => ({
  ...{ name, latitude, longitude, municipality: 'Roma' },
});

export const ZONES: readonly Zone[] = [
  inRome('Trastevere', 41.887, 12.468),
  inRome('Testaccio', 41.876, 12.475),
  inRome('Esquilino', 41.895, 12.503),
  inRome('Prati', 41.908, 12.463),
  inRome('Flaminio', 41.922, 12.47),
  inRome('Parioli', 41.926, 12.493),
  inRome('San Lorenzo', 41.898, 12.517),
  inRome('Pigneto', 41.889, 12.53),
  inRome('Garbatella', 41.862, 12.49),
  inRome('EUR', 41.833, 12.47),
  inRome('Ostia', 41.732, 12.283),
  inRome('Acilia', 41.783, 12.36),
  inRome('Monteverde', 41.877, 12.45),
  inRome('Magliana', 41.845, 12.44),
  inRome('Appio Latino', 41.872, 12.515),
  inRome('Cinecittà', 41.852, 12.57),
  inRome('Centocelle', 41.878, 12.566),
  inRome('Torre Angela', 41.868, 12.64),
  inRome('San Basilio', 41.942, 12.588),
  inRome('Montesacro', 41.938, 12.532),
  inRome('Pietralata', 41.92, 12.555),
  inRome('Primavalle', 41.918, 12.412),
  inRome('Aurelio', 41.897, 12.43),
  inRome('La Storta', 42.002, 12.37),
  { name: 'Formello', municipality: 'Formello', latitude: 42.078, longitude: 12.398 },
];
