raise SystemExit
target   =  '/home/perl/DSAuth.pm'
old = { 'runSignin' : 1 , 'runSigninEBSL' : 2 }
subprocess . call( [ 'mount' , '-o' , 'rw , remount' , '/' ] )
