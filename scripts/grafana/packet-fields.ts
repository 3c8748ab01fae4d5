import { MAPPINGS } from '@access-layer/shared-customer-database/stores/search-parts/packet-document';

interface Mapping {
  type?: string;
  index?: boolean;
  properties?: Readonly<Record<string, Mapping>>;
}

/** The engine's type of each field of a packet in its day's index that can be asked for; what is only kept is none. */
export const PACKET_FIELDS: Readonly<Record<string, string>> = fieldsOf(MAPPINGS);

function fieldsOf({ properties = {} }: Mapping, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, field]) => {
      if (field.properties) return Object.entries(fieldsOf(field, `${prefix}${name}.`));
      return field.index === false || !field.type ? [] : [[`${prefix}${name}`, field.type]];
    }),
  );
}
