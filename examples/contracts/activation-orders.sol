// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {BatchAnchor} from "@access-layer/contracts/solidity/BatchAnchor.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @title ActivationOrders
/// @notice Orders of flexibility that settle only with an activation that is proven: the buyer names the activation packet
/// that fulfils the order by its hash, and the contract looks whether exactly this message was received in the order's time
/// and is anchored. No packet, no PoD and no reading is ever on the chain; who was given the packet checks the rest with it.
contract ActivationOrders {
    enum State {
        None,
        Placed,
        Accepted,
        Settled
    }

    struct Order {
        State state;
        address buyer;
        address seller;
        uint64 from;
        uint64 until;
        uint128 amountCent;
        bytes32 activation;
    }

    struct Batch {
        uint64 index;
        bytes32 root;
        uint64 count;
        uint64 from;
        uint64 to;
    }

    BatchAnchor public immutable anchors;
    /// @notice Whose batches count: the DSO's Blockchain Access Layer.
    address public immutable anchorer;

    mapping(bytes32 id => Order) public orders;
    /// @notice The order that an activation has settled: each pays once.
    mapping(bytes32 activation => bytes32 id) public settledBy;

    event Placed(bytes32 indexed id, address indexed buyer, address indexed seller, uint64 from, uint64 until, uint128 amountCent);
    event Accepted(bytes32 indexed id, bytes32 indexed activation);
    event Settled(bytes32 indexed id, bytes32 indexed activation, uint64 receivedAt, uint128 amountCent);

    error OrderExists(bytes32 id);
    error WrongState(bytes32 id, State state);
    error NotTheBuyer(bytes32 id);
    error OutOfTime(uint64 receivedAt, uint64 from, uint64 until);
    error NotAnchored(uint64 index);
    error NotInBatch(bytes32 activation);
    error AlreadyPaid(bytes32 activation, bytes32 id);

    constructor(BatchAnchor anchors_, address anchorer_) {
        (anchors, anchorer) = (anchors_, anchorer_);
    }

    /// @param id of the order, for example its hash; used once
    /// @param from first millisecond at which the activation may be received
    /// @param until first millisecond at which it may not
    function place(bytes32 id, address seller, uint64 from, uint64 until, uint128 amountCent) external {
        if (orders[id].state != State.None) revert OrderExists(id);
        orders[id] = Order(State.Placed, msg.sender, seller, from, until, amountCent, 0);
        emit Placed(id, msg.sender, seller, from, until, amountCent);
    }

    /// @notice The buyer has checked this activation, and takes it for the order.
    /// @param activation messageHash of the packet
    function accept(bytes32 id, bytes32 activation) external {
        Order storage order = orders[id];
        if (order.state != State.Placed) revert WrongState(id, order.state);
        if (order.buyer != msg.sender) revert NotTheBuyer(id);
        (order.state, order.activation) = (State.Accepted, activation);
        emit Accepted(id, activation);
    }

    /// @notice Anybody may settle what is proven.
    /// @param receivedAt when the Blockchain Access Layer received the activation; milliseconds
    /// @param proof from the leaf to the root, as in the packet's proof file
    function settle(bytes32 id, uint64 receivedAt, Batch calldata batch, bytes32[] calldata proof) external {
        Order storage order = orders[id];
        bytes32 activation = order.activation;
        if (order.state != State.Accepted) revert WrongState(id, order.state);
        if (receivedAt < order.from || receivedAt >= order.until) revert OutOfTime(receivedAt, order.from, order.until);
        bytes32 slot = keccak256(abi.encode(batch.index, batch.root, batch.count, batch.from, batch.to));
        if (anchors.slot(anchorer, batch.index) != slot) revert NotAnchored(batch.index);
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(activation, receivedAt))));
        if (!MerkleProof.verifyCalldata(proof, batch.root, leaf)) revert NotInBatch(activation);
        if (settledBy[activation] != 0) revert AlreadyPaid(activation, settledBy[activation]);
        (order.state, settledBy[activation]) = (State.Settled, id);
        emit Settled(id, activation, receivedAt, order.amountCent);
    }
}
