function reloadCaptcha() {
  var x = new XMLHttpRequest();
  x.open("GET", "captcha.cgi?t=" + Date.now());
  x.onload = function () { document.frmLogin.captcha.src = x.responseText; };
  x.send();
}
function empty() { return document.frmLogin.password.value === ""; }
