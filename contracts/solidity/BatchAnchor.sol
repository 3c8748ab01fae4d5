// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

/// @title BatchAnchor
/// @notice Keeps for every batch of every anchorer one hash of its index, Merkle root, number of leaves and the first and
/// last time of receipt. One transaction anchors one batch at the same cost whatever its size.
/// @dev Storage for proofs: slot 1 heads of anchorers, slot 2 batches. Times are milliseconds since 1970.
contract BatchAnchor is AccessControl {
    /// @notice May anchor batches, each holder its own numbering.
    bytes32 public constant ANCHORER_ROLE = keccak256("ANCHORER_ROLE");

    /// @notice Another batch stands at this index.
    uint8 public constant REASON_CONFLICT = 1;
    /// @notice The index is above the anchorer's next one.
    uint8 public constant REASON_INDEX_TOO_HIGH = 2;
    /// @notice A batch has at least one leaf.
    uint8 public constant REASON_EMPTY = 3;
    /// @notice `from` is after `to`.
    uint8 public constant REASON_FROM_AFTER_TO = 4;
    /// @notice `from` is before the `to` of the anchorer's previous batch.
    uint8 public constant REASON_FROM_BEFORE_PREVIOUS_TO = 5;

    /// @dev One slot.
    struct Head {
        uint64 nextIndex;
        uint64 lastTo;
    }

    mapping(address anchorer => Head) private _heads;

    /// @notice keccak256(abi.encode(uint64 index, bytes32 root, uint64 count, uint64 from, uint64 to)); zero: no such batch.
    mapping(address anchorer => mapping(uint64 index => bytes32)) public slot;

    event Anchored(
        address indexed anchorer,
        uint64 indexed index,
        bytes32 indexed root,
        uint64 count,
        uint64 from,
        uint64 to
    );
    /// @notice The call changed nothing, for the given reason.
    event Refused(address indexed anchorer, uint64 indexed index, bytes32 root, uint8 reason);

    /// @param admin gets DEFAULT_ADMIN_ROLE and so gives and takes ANCHORER_ROLE
    constructor(address admin) {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }

    /// @notice Anchors the sender's next batch. Never reverts for a sender that has the role: a repeat of all five is
    /// ignored, anything that cannot be accepted is answered with Refused and changes nothing.
    /// @param index 0, 1, 2 … for each anchorer
    /// @param count leaves in the batch, at least 1
    /// @param from receipt of the first leaf, not before the previous batch's `to`
    /// @param to receipt of the last leaf
    function anchor(
        uint64 index,
        bytes32 root,
        uint64 count,
        uint64 from,
        uint64 to
    ) external onlyRole(ANCHORER_ROLE) {
        bytes32 digest = keccak256(abi.encode(index, root, count, from, to));
        Head storage head = _heads[msg.sender];
        uint64 next = head.nextIndex;
        if (index < next && slot[msg.sender][index] == digest) return;
        uint8 reason = _reasonToRefuse(head, next, index, count, from, to);
        if (reason != 0) {
            emit Refused(msg.sender, index, root, reason);
            return;
        }
        slot[msg.sender][index] = digest;
        (head.nextIndex, head.lastTo) = (next + 1, to);
        emit Anchored(msg.sender, index, root, count, from, to);
    }

    /// @notice The index that the anchorer's next batch must have.
    function nextIndex(address anchorer) external view returns (uint64) {
        return _heads[anchorer].nextIndex;
    }

    /// @notice `to` of the anchorer's last batch; the next one may not begin before it.
    function lastTo(address anchorer) external view returns (uint64) {
        return _heads[anchorer].lastTo;
    }

    function _reasonToRefuse(
        Head storage head,
        uint64 next,
        uint64 index,
        uint64 count,
        uint64 from,
        uint64 to
    ) private view returns (uint8) {
        if (index < next) return REASON_CONFLICT;
        if (index > next) return REASON_INDEX_TOO_HIGH;
        if (count == 0) return REASON_EMPTY;
        if (from > to) return REASON_FROM_AFTER_TO;
        if (from < head.lastTo) return REASON_FROM_BEFORE_PREVIOUS_TO;
        return 0;
    }
}
