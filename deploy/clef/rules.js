// biome-ignore-all lint/correctness/noUnusedVariables: clef calls these functions by their names
// Rules of clef: which account may call which functions of which contract; it signs nothing else for anybody.
// Put in your addresses, in lower case, and `clef attest` the SHA-256 of this file after every change.
// clef reads the names of functions from functions.json (--4bytedb-custom): what it cannot read it does not sign.
var BATCH_ANCHOR = '0x00000000000000000000000000000000000000a1';
var KEY_REGISTRY = '0x00000000000000000000000000000000000000a2';
/** Of the Blockchain Access Layer. */
var ANCHORER = '0x00000000000000000000000000000000000000b1';
/** Of the registrar. */
var DSO = '0x00000000000000000000000000000000000000b2';

var ALLOWED = {};
ALLOWED[ANCHORER + BATCH_ANCHOR] = ['0x17e86807']; // anchor
ALLOWED[DSO + KEY_REGISTRY] = [
  '0xf53492bf', // bind
  '0x6385b7b6', // list
  '0x062989eb', // unbind
  '0x74a8f103', // revoke
  '0x4b9a61cb', // warn
  '0xaf82f114', // rotate
];

function ApproveTx(request) {
  var transaction = request.transaction;
  var allowed = ALLOWED[(transaction.from + transaction.to).toLowerCase()] || [];
  var called = (transaction.input || transaction.data || '').slice(0, 10);
  return allowed.indexOf(called) !== -1 && Number(transaction.value) === 0 ? 'Approve' : 'Reject';
}

function ApproveListing() {
  return 'Reject';
}

function ApproveSignData() {
  return 'Reject';
}

function OnSignerStartup() {}
