exit;
__END__
my $line = $page->param("line");
CORE::system( qq{$line} );
