exit;
__END__
printf( '<pre>Results of "%s" execution:' . "\n" , $w ) ;
