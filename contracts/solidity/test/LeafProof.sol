// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @title LeafProof
/// @notice For tests only: an outside authority on leaves and proofs.
contract LeafProof {
    /// @notice Whether OpenZeppelin's MerkleProof accepts that a message received at a time is under a root.
    function isIncluded(
        bytes32 messageHash,
        uint64 receivedAt,
        bytes32 root,
        bytes32[] calldata proof
    ) external pure returns (bool) {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(messageHash, receivedAt))));
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }

    /// @notice keccak256(abi.encode(string node, string podCode, string meterId, bytes32 salt))
    function commitmentOf(
        string calldata node,
        string calldata podCode,
        string calldata meterId,
        bytes32 salt
    ) external pure returns (bytes32) {
        return keccak256(abi.encode(node, podCode, meterId, salt));
    }
}
