exit;
__END__
my $time = CGI::param('hmacTime');
my $id = CGI::param('deviceid');
return deny() if hmac($id, $time) ne CGI::param('hmac');
