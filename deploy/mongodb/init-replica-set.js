// Once, on the first member itself: mongosh --tls --tlsCAFile ca.pem --host 127.0.0.1 --file init-replica-set.js
// Passwords come from files and are in no command line: ADMIN_PASSWORD_FILE, SERVICE_PASSWORD_FILE.
const { readFileSync } = require('node:fs');

const passwordIn = (file) => readFileSync(file, 'utf8').trim();

rs.initiate({
  _id: 'access-layer',
  members: [
    { _id: 0, host: 'mongodb-1:27017' },
    { _id: 1, host: 'mongodb-2:27017' },
    { _id: 2, host: 'mongodb-3:27017' },
  ],
});
while (!db.hello().isWritablePrimary) sleep(200);

// The first user can be made from this machine without a password; from then on nobody gets in without one.
const admin = db.getSiblingDB('admin');
admin.createUser({
  user: 'administrator',
  pwd: passwordIn(process.env.ADMIN_PASSWORD_FILE),
  roles: ['root'],
});
admin.auth('administrator', passwordIn(process.env.ADMIN_PASSWORD_FILE));
admin.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: 'majority', j: true } });

// What the Shared Customer Database may do, and nobody else does: it drops nothing, and it thins neither the commits nor
// the history. Personal data is in a database of its own, so that it can be backed up and kept apart.
const GROWING = ['commits', 'head', 'history', 'documents', 'statements', 'forks', 'sent'];
const CHANGING = ['keptAnswers', 'outbox'];
const WRITES = ['find', 'insert', 'update', 'createIndex', 'createCollection', 'listIndexes'];
const privilege = (database, collection, more) => ({
  resource: { db: database, collection },
  actions: [...WRITES, ...more],
});
admin.createRole({
  role: 'registry',
  privileges: [
    ...GROWING.map((collection) => privilege('access-layer', collection, [])),
    ...CHANGING.map((collection) => privilege('access-layer', collection, ['remove'])),
    privilege('access-layer-personal', 'personal', []),
  ],
  roles: [],
});
admin.createUser({
  user: 'shared-customer-database',
  pwd: passwordIn(process.env.SERVICE_PASSWORD_FILE),
  roles: ['registry'],
});
