// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title KeyRegistry
/// @notice Which key could speak for which meter, and when. Nothing here names a meter, a Point of Delivery or a
/// customer: a binding is held under a commitment, keccak256(abi.encode(string node, string podCode, string meterId,
/// bytes32 salt)), whose opening stays off the chain. Keys that are listed rather than bound to a meter (set-point
/// signers, services, parties) are held under the commitment zero.
/// @dev All times are milliseconds since 1970. Periods are half-open, from <= t < until; until 0 is open. A time before
/// the block that carries a change counts as that block's time, so history is never rewritten. A repeat of a call is a
/// no-op that succeeds and emits nothing. Key info and each period take one storage slot, so that each can be shown
/// with one storage proof: slot 1 network, slot 2 key info, slot 3 periods, slot 4 commitments of a key.
contract KeyRegistry is AccessControl {
    /// @notice May change the registry.
    bytes32 public constant DSO_ROLE = keccak256("DSO_ROLE");

    uint8 public constant KIND_LIGHT_NODE = 1;
    uint8 public constant KIND_SET_POINT_SIGNER = 2;
    uint8 public constant KIND_SERVICE = 3;
    uint8 public constant KIND_PARTY = 4;

    /// @dev One slot. kind 0: never seen. revokedAt and compromisedSince 0: not.
    struct KeyInfo {
        uint8 kind;
        uint64 revokedAt;
        uint64 compromisedSince;
    }

    /// @dev One slot.
    struct Period {
        uint64 from;
        uint64 until;
    }

    /// @notice Name of this deployment; part of what is signed, so nothing of a pilot is valid in production.
    string public network;

    mapping(address key => KeyInfo) private _keys;
    /// @dev Ascending and disjoint; one that was called off before it began is empty (from = until, never valid). A new
    /// one is added only when the last is over, so all but the last are history: to end the last is to end all. Only the
    /// last one can be changed, and only in the part that is still to come.
    mapping(address key => mapping(bytes32 commitment => Period[])) private _periods;
    mapping(address key => bytes32[]) private _commitments;

    /// @notice `key` speaks under `commitment` from `from` until `until`; period number `period` now reads so.
    event Bound(
        address indexed key,
        bytes32 indexed commitment,
        uint8 kind,
        uint256 period,
        uint64 from,
        uint64 until
    );
    /// @notice Period number `period` of (`key`, `commitment`) now ends at `until`.
    event Unbound(address indexed key, bytes32 indexed commitment, uint256 period, uint64 until);
    /// @notice Nothing that `key` signed for a time from `revokedAt` on is valid.
    event Revoked(address indexed key, uint64 revokedAt);
    /// @notice `key` may have been in other hands since `since`; it stays as valid as it was, verifiers show the warning.
    event Warned(address indexed key, uint64 since);
    /// @notice What `oldKey` had open, `newKey` has from `from` on; a Bound and an Unbound for each commitment go before.
    event Rotated(address indexed oldKey, address indexed newKey, uint64 from);

    error ZeroKey();
    error ZeroCommitment();
    error ZeroTime();
    error InvalidKind(uint8 kind);
    error KindMismatch(address key, uint8 kind, uint8 wanted);
    error UnknownKey(address key);
    error NotBound(address key, bytes32 commitment);
    error KeyRevoked(address key);
    /// @notice The period `from` to `until` of (`key`, `commitment`) is not over, and a gap lies between it and the new
    /// one. Choose times that meet it, or unbind it at once, or come back when it is over.
    error GapToCome(address key, bytes32 commitment, uint64 from, uint64 until);
    error SameKey(address key);
    error NothingToRotate(address oldKey);
    error BadSignature(address expectedSigner);

    /// @param network_ name of this deployment, for example "rome-1"
    /// @param admin gets DEFAULT_ADMIN_ROLE and so gives and takes DSO_ROLE
    constructor(string memory network_, address admin) {
        network = network_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }

    /// @notice Binds a Light Node's key to a meter. If it is bound already at `from` and after, nothing changes. An end
    /// to come is taken back; where that end is before `from`, the call is refused with GapToCome.
    /// @param key address of the key; never one that was revoked or listed under another kind
    /// @param commitment hides node, PoD and meter; not zero
    /// @param from first millisecond of validity; the block's time if earlier
    function bind(address key, bytes32 commitment, uint64 from) external onlyRole(DSO_ROLE) {
        if (commitment == 0) revert ZeroCommitment();
        _bind(key, commitment, KIND_LIGHT_NODE, _notBefore(from), 0);
    }

    /// @notice Lists a key that is not a meter's. If it is listed already at `from` and after, nothing changes. An
    /// end to come is treated as by `bind`.
    /// @param kind 2 set-point signer, 3 service, 4 party
    function list(address key, uint8 kind, uint64 from) external onlyRole(DSO_ROLE) {
        if (kind < KIND_SET_POINT_SIGNER || kind > KIND_PARTY) revert InvalidKind(kind);
        _bind(key, 0, kind, _notBefore(from), 0);
    }

    /// @notice Ends a binding or a listing at `until` at the latest: an earlier end stays, `bind` takes back one to come.
    /// Until the next `bind` nothing is valid from `until` on.
    /// @param commitment zero for a listed key
    /// @param until first millisecond that is no longer valid; the block's time if earlier
    function unbind(address key, bytes32 commitment, uint64 until) external onlyRole(DSO_ROLE) {
        Period[] storage periods = _periods[key][commitment];
        uint256 count = periods.length;
        if (count == 0) revert NotBound(key, commitment);
        Period storage last = periods[count - 1];
        _end(key, commitment, last, count - 1, _notBefore(until));
    }

    /// @notice Ends a key for good from the block's time on: what it signed before stays valid, and it is never bound
    /// again.
    function revoke(address key) external onlyRole(DSO_ROLE) {
        KeyInfo storage info = _known(key);
        if (info.revokedAt != 0) return;
        info.revokedAt = _blockTime();
        emit Revoked(key, info.revokedAt);
    }

    /// @notice Records the suspicion that a key was in other hands earlier than anybody knew. A warning is never taken
    /// back: an earlier one replaces a later one, a later one changes nothing.
    /// @param since not zero; the block's time if later
    function warn(address key, uint64 since) external onlyRole(DSO_ROLE) {
        if (since == 0) revert ZeroTime();
        KeyInfo storage info = _known(key);
        uint64 blockTime = _blockTime();
        if (since > blockTime) since = blockTime;
        if (info.compromisedSince != 0 && info.compromisedSince <= since) return;
        info.compromisedSince = since;
        emit Warned(key, since);
    }

    /// @notice Moves what `oldKey` has not ended at `from` to `newKey`: it ends there at `from`, and goes on here with
    /// the same end, made one with what `newKey` has itself (GapToCome if the two do not meet). From `from` on `oldKey`
    /// has nothing until the next `bind`. Both keys sign, by EIP-191, keccak256(abi.encode("rotate", network, oldKey,
    /// newKey)).
    /// @dev Walks all commitments that `oldKey` ever had: about 7,000 gas each, and 80,000 for each that moves.
    /// @param from the block's time if earlier
    /// @param oldSignature 65 bytes r, s, v with s in the lower half
    function rotate(
        address oldKey,
        address newKey,
        uint64 from,
        bytes calldata oldSignature,
        bytes calldata newSignature
    ) external onlyRole(DSO_ROLE) {
        if (oldKey == newKey) revert SameKey(oldKey);
        KeyInfo storage oldInfo = _known(oldKey);
        if (oldInfo.revokedAt != 0) revert KeyRevoked(oldKey);
        bytes32 digest = rotationDigest(oldKey, newKey);
        _requireSigner(oldKey, digest, oldSignature);
        _requireSigner(newKey, digest, newSignature);
        from = _notBefore(from);
        if (_move(oldKey, newKey, oldInfo.kind, from)) emit Rotated(oldKey, newKey, from);
        else if (_keys[newKey].kind == 0) revert NothingToRotate(oldKey);
    }

    /// @notice Whether `key` could speak under `commitment` at `time`.
    /// @return valid in a period, and not revoked at that time
    /// @return kind of the key, 0 if it was never seen
    /// @return from of the period that holds `time`; else of the last that began before; else of the first to come;
    /// 0 if the two were never bound
    /// @return until of that period
    /// @return revokedAt 0 if not
    /// @return compromisedSince 0 if there is no warning
    function bindingAt(
        address key,
        bytes32 commitment,
        uint64 time
    )
        external
        view
        returns (bool valid, uint8 kind, uint64 from, uint64 until, uint64 revokedAt, uint64 compromisedSince)
    {
        KeyInfo storage info = _keys[key];
        (kind, revokedAt, compromisedSince) = (info.kind, info.revokedAt, info.compromisedSince);
        Period[] storage periods = _periods[key][commitment];
        uint256 i = periods.length;
        if (i == 0) return (false, kind, 0, 0, revokedAt, compromisedSince);
        do {
            i--;
            (from, until) = (periods[i].from, periods[i].until);
        } while (i > 0 && from > time);
        valid = from <= time && (until == 0 || time < until) && (revokedAt == 0 || time < revokedAt);
    }

    /// @notice kind 0: never seen; revokedAt and compromisedSince 0: not.
    function keyInfo(address key) external view returns (uint8 kind, uint64 revokedAt, uint64 compromisedSince) {
        KeyInfo storage info = _keys[key];
        return (info.kind, info.revokedAt, info.compromisedSince);
    }

    /// @notice All periods of a binding, the oldest first.
    function periodsOf(address key, bytes32 commitment) external view returns (Period[] memory) {
        return _periods[key][commitment];
    }

    /// @notice All commitments that a key ever had, the oldest first.
    function commitmentsOf(address key) external view returns (bytes32[] memory) {
        return _commitments[key];
    }

    /// @notice What both keys sign as 65 bytes r, s, v, with the prefix of EIP-191 for 32 bytes already in the hash.
    function rotationDigest(address oldKey, address newKey) public view returns (bytes32) {
        bytes32 statement = keccak256(abi.encode("rotate", network, oldKey, newKey));
        return keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", statement));
    }

    /// @dev Moves every commitment that has not ended at `from`; false if there is none.
    function _move(address oldKey, address newKey, uint8 kind, uint64 from) private returns (bool moved) {
        bytes32[] storage commitments = _commitments[oldKey];
        uint256 count = commitments.length;
        for (uint256 i = 0; i < count; i++) {
            bytes32 commitment = commitments[i];
            Period[] storage periods = _periods[oldKey][commitment];
            Period storage last = periods[periods.length - 1];
            if (_isOver(last, from) || last.from == last.until) continue;
            (uint64 start, uint64 until) = (last.from > from ? last.from : from, last.until);
            _end(oldKey, commitment, last, periods.length - 1, from);
            _bind(newKey, commitment, kind, start, until);
            moved = true;
        }
    }

    /// @dev `from` is not in the past. A last period that is not over and the new one become one; one that was called off
    /// before its beginning makes room.
    function _bind(address key, bytes32 commitment, uint8 kind, uint64 from, uint64 until) private {
        _register(key, kind);
        Period[] storage periods = _periods[key][commitment];
        uint256 count = periods.length;
        if (count == 0) _commitments[key].push(commitment);
        if (count == 0 || _isOver(periods[count - 1], _blockTime())) {
            periods.push(Period(from, until));
            emit Bound(key, commitment, kind, count, from, until);
            return;
        }
        Period storage last = periods[count - 1];
        if (last.from != last.until) {
            bool gap = (last.until != 0 && last.until < from) || (until != 0 && until < last.from);
            if (gap) revert GapToCome(key, commitment, last.from, last.until);
            if (last.from < from) from = last.from;
            if (until != 0 && (last.until == 0 || last.until > until)) until = last.until;
        }
        if (last.from == from && last.until == until) return;
        (last.from, last.until) = (from, until);
        emit Bound(key, commitment, kind, count - 1, from, until);
    }

    /// @dev A period that has not begun ends where it begins: it is never valid. An end only moves to an earlier time.
    function _end(address key, bytes32 commitment, Period storage last, uint256 period, uint64 until) private {
        if (until < last.from) until = last.from;
        if (last.until != 0 && last.until <= until) return;
        last.until = until;
        emit Unbound(key, commitment, period, until);
    }

    /// @dev Gives a new key its kind; refuses a revoked one and one of another kind.
    function _register(address key, uint8 kind) private {
        if (key == address(0)) revert ZeroKey();
        KeyInfo storage info = _keys[key];
        if (info.revokedAt != 0) revert KeyRevoked(key);
        if (info.kind == 0) info.kind = kind;
        else if (info.kind != kind) revert KindMismatch(key, info.kind, kind);
    }

    function _known(address key) private view returns (KeyInfo storage info) {
        info = _keys[key];
        if (info.kind == 0) revert UnknownKey(key);
    }

    function _requireSigner(address signer, bytes32 digest, bytes calldata signature) private pure {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure != ECDSA.RecoverError.NoError || recovered != signer) revert BadSignature(signer);
    }

    function _isOver(Period storage period, uint64 time) private view returns (bool) {
        return period.until != 0 && period.until <= time;
    }

    function _notBefore(uint64 time) private view returns (uint64) {
        uint64 blockTime = _blockTime();
        return time < blockTime ? blockTime : time;
    }

    function _blockTime() private view returns (uint64) {
        return uint64(block.timestamp * 1000);
    }
}
