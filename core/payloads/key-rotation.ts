import Type from 'typebox';
import { Address, closed, packetFields, SignatureText } from './common.ts';

/** Asks for a new key: both keys sign `rotationHash`, the same two signatures that the registry contract is given. */
export const KeyRotation = Type.Object(
  {
    ...packetFields,
    type: Type.Literal('key-rotation'),
    newKey: Address,
    oldSignature: SignatureText,
    newSignature: SignatureText,
  },
  closed,
);
export type KeyRotation = Type.Static<typeof KeyRotation>;
