/* Remembers which realm the user chose, for 30 days. */
function saveRealm() {
  var realm = document.frmLogin.realm.value;
  var until = new Date(Date.now() + 30 * 86400000);
  document.cookie = "lastRealm=" + encodeURIComponent(realm) + "; expires=" + until.toUTCString() + "; secure";
  if (document.frmLogin.password.value.length === 0) document.frmLogin.password.focus();
}
