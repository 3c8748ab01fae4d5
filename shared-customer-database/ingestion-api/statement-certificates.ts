import type { Hex } from '@access-layer/core/bytes';
import { LISTED } from '@access-layer/core/commitment';
import { AccessLayerError } from '@access-layer/core/errors';
import type { ProofFile } from '@access-layer/core/proof';
import type { ChainReader } from '@access-layer/core/verify';
import { type Certified, createCertifier } from '../api/certificate.ts';
import type { BatchReader } from '../batches/batch-reader.ts';
import type { Certificate } from '../ledger/certificates.ts';
import type { LedgerReader } from '../ledger/ledger-reader.ts';

export interface CertificateSources {
  ledger: Pick<LedgerReader, 'certificates' | 'openings'>;
  batches: Pick<BatchReader, 'anchorOf' | 'proofOf'>;
  bindingAt: ChainReader['bindingAt'];
}

/** How far a statement has come; `accepted` until its batch was seen. `path` is where it is read. */
export type StatementStage = { stage: 'accepted' } | Certified;

/** Certificates of signed statements, and the files by which a stranger checks them. */
export function createStatementCertificates({ ledger, batches, bindingAt }: CertificateSources) {
  /** When the contract lists the signer; its opening tells while the chain does not answer. */
  async function timesOf({ signer, kind, sender, receivedAtMs }: Certificate) {
    try {
      const answer = await bindingAt(signer, LISTED, receivedAtMs);
      return answer.kind === kind && answer.from > 0 ? { from: answer.from, until: answer.until } : undefined;
    } catch {
      const known = ledger.openings(signer, sender ?? '', '', '');
      return known.find(({ from, until }) => from <= receivedAtMs && (until === 0 || receivedAtMs < until));
    }
  }

  async function bindingOf(certificate: Certificate): Promise<ProofFile['binding']> {
    const { kind, signer, payloadHash } = certificate;
    const times = await timesOf(certificate);
    if (times) {
      const { from, until } = times;
      return { kind, key: signer, node: '', podCode: '', meterId: '', salt: LISTED, from, until };
    }
    throw new AccessLayerError({
      code: 'SCD_NO_BINDING',
      message: `the contract does not list ${signer}, which signed ${payloadHash}, as a ${kind}; expected it at receipt`,
    });
  }

  return {
    /** What is known of a statement by its payload; `path` is where it is read. */
    stageOf(payloadHash: Hex, path: string): StatementStage {
      const certificate = ledger.certificates.ofPayload(payloadHash);
      if (!certificate) return { stage: 'accepted' };
      const certified = createCertifier(batches)(certificate);
      return { ...certified, certificate: { ...certified.certificate, proof: `${path}/proof` } };
    },

    /**
     * The complete proof file of a statement (formats 8).
     * @throws AccessLayerError SCD_NOT_ANCHORED, SCD_NO_BINDING
     */
    async proof(payloadHash: Hex): Promise<ProofFile> {
      const certificate = ledger.certificates.ofPayload(payloadHash);
      const anchor = certificate && batches.anchorOf(certificate.batch);
      const proof = anchor && batches.proofOf(certificate.batch);
      if (!proof) {
        throw new AccessLayerError({
          code: 'SCD_NOT_ANCHORED',
          message: `statement ${payloadHash} is ${certificate ? 'sealed' : 'accepted'} and not anchored yet; ask again in some seconds`,
        });
      }
      const { payload, signature, receivedAtMs, batch } = certificate;
      if (payload === '') throw erased(payloadHash);
      const { anchorer, index, root, count, leafIndex } = batch;
      const { from, to, chainId, contract, txHash, blockNumber, blockHash } = anchor;
      return {
        accessLayerProof: 1,
        packet: { payload, signature },
        leaf: { receivedAt: receivedAtMs, leafIndex },
        batch: { anchorer, index, root, count, from, to, proof },
        binding: await bindingOf(certificate),
        anchor: { chainId, contract, txHash, blockNumber, blockHash },
      };
    },
  };
}

function erased(payloadHash: Hex): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_HASH_UNKNOWN',
    message: `of statement ${payloadHash} only hashes are left: it was erased`,
  });
}

export type StatementCertificates = ReturnType<typeof createStatementCertificates>;
