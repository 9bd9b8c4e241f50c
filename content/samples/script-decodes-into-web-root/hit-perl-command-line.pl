exit;
__END__
system( "perl -MMIME::Base64 -e 'print decode_base64(shift)' $b >> /home/perl/Z.pm" ) ;
